"""The server itself: it listens to an editor, and tells it what the desk sees once a person pauses in typing."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import TextDocument

from factcheck import __version__
from factcheck.lsp.desk import Desk, Draft, Settings, View
from factcheck.lsp.telling import SOURCE, Teller
from factcheck.readers import readers
from factcheck.reporters import harmless

_PAUSE = 0.2  # seconds without a key: shorter than a person takes to look up, longer than between two keys
# What an editor calls a document that has no file yet, and the suffix that its reader goes by.
_LANGUAGES = {"plaintext": ".txt", "text": ".txt", "markdown": ".md", "html": ".html", "csv": ".csv", "tsv": ".tsv"}
_PLACED = re.compile(r"(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?P<told>.*)", re.DOTALL)

LoadSettings = Callable[[Path], Settings]


class Server(LanguageServer):
    """Speaks for the desk of a workspace.

    One task looks at the desk, again and again while something has changed; requests wait until it has seen the
    latest keys, so that no correction is offered for a text that is no longer there.
    """

    def __init__(self, load: LoadSettings) -> None:
        # The whole text is sent with each change: long drafts are small, and no two programs can count differently.
        super().__init__(SOURCE, __version__, types.TextDocumentSyncKind.Full)
        self._load = load
        self._desk: Desk | None = None
        self._teller: Teller | None = None
        self._changes = self._seen = 0
        self._turn = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None
        self._shown: set[str] = set()
        self._marked: str | None = None

    @property
    def desk(self) -> Desk:
        """The desk of the first folder of the workspace, or of the folder that the server was started in. The server
        works there, so that paths mean what they mean to `lint`."""
        if self._desk is None:
            folders = [folder.uri for folder in self.workspace.folders.values()]
            root = to_fs_path((folders or [self.workspace.root_uri or ""])[0])
            with suppress(OSError):  # a folder of another machine, or one that is gone
                os.chdir(root or ".")
            folder = Path.cwd()
            self._desk = Desk(folder, lambda: self._load(folder))
        return self._desk

    def changed(self) -> None:
        """Something on the desk has changed; it will be looked at after a pause."""
        self._changes += 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())

    async def told(self) -> Teller | None:
        """What is to be told, once all that has changed is seen."""
        async with self._turn:
            await self._turn.wait_for(lambda: self._seen == self._changes)
        return self._teller

    def name_of(self, uri: str) -> str | None:
        """What the desk calls a document that is open; None for those that hold no copy, as program files."""
        document = self.workspace.text_documents.get(unquote(uri))
        return self._name(document) if document else None

    def clear(self, uri: str) -> None:
        """Takes back what was told of a document."""
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    async def _look(self) -> None:
        while self._seen != self._changes:
            changes = self._changes
            await asyncio.sleep(_PAUSE)
            if changes == self._changes:
                try:
                    await self._look_once()
                except Exception as error:  # an editor goes on whatever happens here
                    self._show(f"内部错误，请报告 (internal error): {type(error).__name__}: {error}")
                async with self._turn:
                    self._seen = changes
                    self._turn.notify_all()

    async def _look_once(self) -> None:
        changes = self._changes
        open_ = dict(self._open())
        drafts = [Draft(name, document.source) for name, document in open_.items()]
        uris = {name: document.uri for name, document in open_.items()}
        versions = {name: document.version for name, document in open_.items()}
        views = self.desk.views(drafts)
        while view := await asyncio.to_thread(_next, views):
            if changes != self._changes:
                return  # told of a text that is gone, it would stand in the wrong places
            self._teller = Teller(view, self._units, lambda name: uris.get(name) or self._uri(name), versions)
            self._publish(self._teller, uris)
            self._complain(view, uris)

    def _open(self) -> Iterator[tuple[str, TextDocument]]:
        for document in self.workspace.text_documents.values():
            if name := self._name(document):
                yield name, document

    def _name(self, document: TextDocument) -> str | None:
        path = to_fs_path(document.uri)
        name = self.desk.named(path) if path else os.path.basename(document.path or "")
        language = _LANGUAGES.get(document.language_id or "", "")
        if Path(name).suffix.lower() in readers():
            return name
        return name + language if language else None

    def _units(self, text: str) -> int:
        return int(self.workspace.position_codec.client_num_units(text))

    def _uri(self, name: str) -> str:
        return from_fs_path(str(self.desk.path(name))) or ""

    def _publish(self, teller: Teller, uris: dict[str, str]) -> None:
        for name, uri in uris.items():
            told = types.PublishDiagnosticsParams(uri, teller.diagnostics(name), teller.versions[name])
            self.text_document_publish_diagnostics(told)

    def _complain(self, view: View, uris: dict[str, str]) -> None:
        """Shows what keeps something from being checked, once for as long as it lasts."""
        wrong = {unread.reason for unread in view.report.unread if unread.path not in uris}
        wrong |= {view.mistake} - {""}
        for message in sorted(wrong - self._shown):
            self._show(message)
        self._shown = wrong
        self._mark(view.mistake)

    def _mark(self, mistake: str) -> None:
        """Marks a mistake in settings or rules in the file itself, if it says where; takes back the last mark."""
        found = _PLACED.fullmatch(mistake)
        uri = from_fs_path(found["path"]) if found else None
        if self._marked and self._marked != uri:
            self.clear(self._marked)
        self._marked = uri
        if found and uri:
            at = types.Position(int(found["line"]) - 1, int(found["column"]) - 1)
            told = types.Diagnostic(
                types.Range(at, at), found["told"], severity=types.DiagnosticSeverity.Error, source=SOURCE
            )
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, [told]))

    def _show(self, message: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"factcheck: {harmless(message)}"))


def _next(views: Iterator[View]) -> View | None:
    return next(views, None)


def serve(load: LoadSettings) -> None:
    """Serves an editor on standard input and output until it says good-bye."""
    make_server(load).start_io()


def make_server(load: LoadSettings) -> Server:
    """A server that knows what to do on each message."""
    server = Server(load)

    @server.feature(types.INITIALIZED)
    async def watch(server: Server, params: types.InitializedParams) -> None:
        await _watch_files(server)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def changed(server: Server, params: object) -> None:
        server.changed()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
        server.clear(params.text_document.uri)
        server.changed()

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(server: Server, params: types.HoverParams) -> types.Hover | None:
        name, teller = server.name_of(params.text_document.uri), await server.told()
        return teller.hover(name, params.position) if name and teller else None

    options = types.CodeActionOptions([types.CodeActionKind.QuickFix])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def actions(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
        name, teller = server.name_of(params.text_document.uri), await server.told()
        return teller.actions(name, params.range) if name and teller else []

    return server


async def _watch_files(server: Server) -> None:
    """Asks the editor to tell when a file of the workspace changes, if it can."""
    workspace = server.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace else None
    if not watched or not watched.dynamic_registration:
        return
    patterns = [types.FileSystemWatcher(f"**/*{suffix}") for suffix in (*readers(), ".yaml", ".toml")]
    options = types.DidChangeWatchedFilesRegistrationOptions(patterns)
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    with suppress(Exception):  # an editor that promised and refuses is no reason to stop: files are looked at anyway
        await server.client_register_capability_async(
            types.RegistrationParams([types.Registration("factcheck-files", method, options)])
        )
