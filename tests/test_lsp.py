"""The language server as an editor meets it: a real one, over standard input and output."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from desk import FACTCHECK, write

pytest_lsp = pytest.importorskip("pytest_lsp", reason="the language server is tried with pytest-lsp")

from lsprotocol import types  # noqa: E402 -- there only with the module above
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities, make_test_lsp_client  # noqa: E402

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.usefixtures("desk"),
    pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning"),
]

RIGHT = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1670棵）。\n"
WRONG = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。\n"
LODGES = "青海省累计建成高原牧业科技小院811家，覆盖各县。\n"
LODGES_AGAIN = "青海省累计建成高原牧业科技小院881家，成效明显。\n"
CUT_OFF = "合作社有社员864人，其中女社员575人，占社员总数的66.5%。\n"  # 66.551 %, cut off and not rounded

RULE = """\
relation: whole-parts
expect: whole == sum(part)
severity: warning
message: 果树合计不符
message-en: the trees do not add up
explain: 各坡之和应与总数一致。
pass:
  - 柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1670棵）。
fail:
  - text: 柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。
    marks: [1760棵, 4820棵, 3150棵]
"""


def _client() -> LanguageClient:
    """A client that lets the server ask for more, and keeps what it asked for."""
    client = make_test_lsp_client()
    client.registered = []

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(client: LanguageClient, params: types.RegistrationParams) -> None:
        client.registered += params.registrations

    return client


def _started(*options: str) -> ClientServerConfig:
    return ClientServerConfig(server_command=[str(FACTCHECK), "lsp", *options], client_factory=_client)


@pytest_lsp.fixture(config=_started())
async def editor(lsp_client: LanguageClient, desk: Path) -> AsyncIterator[None]:
    """An editor like VS Code, with the folder open."""
    await _begin(lsp_client, client_capabilities("visual-studio-code"))
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=_started("--lang", "en", "--stdio"))
async def neovim(lsp_client: LanguageClient, desk: Path) -> AsyncIterator[None]:
    """An editor like Neovim, in English."""
    await _begin(lsp_client, client_capabilities("neovim"))
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=_started())
async def byte_counter(lsp_client: LanguageClient, desk: Path) -> AsyncIterator[None]:
    """An editor that counts columns in bytes of UTF-8."""
    general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf8])
    await _begin(lsp_client, types.ClientCapabilities(general=general))
    yield
    await lsp_client.shutdown_session()


async def _begin(client: LanguageClient, capabilities: types.ClientCapabilities) -> None:
    folder = types.WorkspaceFolder(Path.cwd().as_uri(), "copy")
    params = types.InitializeParams(capabilities=capabilities, workspace_folders=[folder])
    await client.initialize_session(params)


def uri(name: str) -> str:
    return name if ":" in name else Path(name).absolute().as_uri()


def opened(client: LanguageClient, name: str, text: str, language: str = "plaintext") -> None:
    item = types.TextDocumentItem(uri(name), language, 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))


def typed(client: LanguageClient, name: str, text: str, version: int = 2) -> None:
    what = types.VersionedTextDocumentIdentifier(version, uri(name))
    change = types.TextDocumentContentChangeWholeDocument(text)
    client.text_document_did_change(types.DidChangeTextDocumentParams(what, [change]))


def saved(client: LanguageClient, name: str) -> None:
    client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri(name))))


def closed(client: LanguageClient, name: str) -> None:
    client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri(name))))


async def hovered(client: LanguageClient, name: str, line: int = 0, column: int = 0) -> str:
    """What is shown over a place; the answer waits until the server has seen the latest text."""
    where = types.HoverParams(types.TextDocumentIdentifier(uri(name)), types.Position(line, column))
    hover = await asyncio.wait_for(client.text_document_hover_async(where), 60)
    assert hover is None or hover.contents.kind == types.MarkupKind.PlainText
    return hover.contents.value if hover else ""


async def diagnosed(client: LanguageClient, name: str) -> list[types.Diagnostic]:
    await hovered(client, name)
    return list(client.diagnostics[uri(name)])


async def rules_told(client: LanguageClient, name: str) -> list[str | int | None]:
    return [diagnostic.code for diagnostic in await diagnosed(client, name)]


async def offered(client: LanguageClient, name: str, line: int, column: int) -> list[types.CodeAction]:
    """The corrections that are offered."""
    return [action for action in await actions_at(client, name, line, column) if "理由" not in action.title]


async def actions_at(client: LanguageClient, name: str, line: int, column: int) -> list[types.CodeAction]:
    at = types.Position(line, column)
    what = types.TextDocumentIdentifier(uri(name))
    asked = types.CodeActionParams(what, types.Range(at, at), types.CodeActionContext([]))
    return list(await asyncio.wait_for(client.text_document_code_action_async(asked), 60))


def cut(text: str, place: types.Range, encoding: str = "utf-16-le") -> str:
    """What stands at a place on one line, columns counted in units of the encoding."""
    size = 2 if encoding == "utf-16-le" else 1
    line = text.splitlines()[place.start.line].encode(encoding)
    return line[place.start.character * size : place.end.character * size].decode(encoding)


def corrected(text: str, action: types.CodeAction) -> str:
    """The text with the one change of an action made."""
    (change,) = action.edit.document_changes[0].edits
    lines = text.splitlines(keepends=True)
    line = lines[change.range.start.line].encode("utf-16-le")
    start, end = change.range.start.character * 2, change.range.end.character * 2
    lines[change.range.start.line] = (line[:start] + change.new_text.encode("utf-16-le") + line[end:]).decode(
        "utf-16-le"
    )
    return "".join(lines)


# As one types


async def test_a_slip_is_told_at_its_number_with_the_others_beside_it(editor: LanguageClient) -> None:
    opened(editor, "draft.txt", WRONG)

    (told,) = await diagnosed(editor, "draft.txt")

    assert ("parts-add-up", "factcheck", types.DiagnosticSeverity.Error) == (told.code, told.source, told.severity)
    assert "1760棵" == cut(WRONG, told.range)
    assert "4910棵" in told.message
    assert [("4820棵", "4820棵"), ("3150棵", "3150棵")] == [
        (related.message, cut(WRONG, related.location.range)) for related in told.related_information
    ]


async def test_a_slip_comes_and_goes_as_the_text_is_typed(editor: LanguageClient) -> None:
    opened(editor, "draft.txt", RIGHT)
    assert [] == await diagnosed(editor, "draft.txt")

    typed(editor, "draft.txt", WRONG, 2)
    assert ["parts-add-up"] == await rules_told(editor, "draft.txt")

    for version in range(3, 30):
        typed(editor, "draft.txt", WRONG[:version], version)
    typed(editor, "draft.txt", RIGHT, 30)
    assert [] == await diagnosed(editor, "draft.txt")


async def test_a_closed_draft_has_no_diagnostics(editor: LanguageClient) -> None:
    opened(editor, "draft.txt", WRONG)
    opened(editor, "other.txt", RIGHT)
    assert 1 == len(await diagnosed(editor, "draft.txt"))

    closed(editor, "draft.txt")

    assert [] == await diagnosed(editor, "other.txt")
    assert [] == list(editor.diagnostics[uri("draft.txt")])


@pytest.mark.parametrize("name", ["draft.md", "draft.html", "draft.csv", "稿 件.txt"])
async def test_columns_are_right_behind_characters_of_two_units(editor: LanguageClient, name: str) -> None:
    text = f"😀𠮷野家\r\n\r\n😀{WRONG}"
    opened(editor, name, text)

    (told,) = await diagnosed(editor, name)

    assert "1760棵" == cut(text, told.range)
    assert ["4820棵", "3150棵"] == [cut(text, related.location.range) for related in told.related_information]
    assert "1760棵" in await hovered(editor, name, 2, told.range.start.character)


async def test_columns_are_counted_as_the_editor_counts_them(byte_counter: LanguageClient) -> None:
    text = f"😀{WRONG}"
    opened(byte_counter, "draft.txt", text)

    (told,) = await diagnosed(byte_counter, "draft.txt")

    assert "1760棵" == cut(text, told.range, "utf-8")


async def test_a_draft_without_a_file_is_checked_too(editor: LanguageClient) -> None:
    opened(editor, "untitled:Untitled-1", f"# 果树\n\n{WRONG}", "markdown")

    assert ["parts-add-up"] == await rules_told(editor, "untitled:Untitled-1")


async def test_a_program_is_no_draft(editor: LanguageClient) -> None:
    opened(editor, "draft.txt", RIGHT)
    opened(editor, "program.py", f"# {WRONG}", "python")

    assert [] == await diagnosed(editor, "draft.txt")
    assert uri("program.py") not in editor.diagnostics
    assert "" == await hovered(editor, "program.py", 0, 12)


async def test_text_that_is_no_text_does_not_stop_the_server(editor: LanguageClient) -> None:
    opened(editor, "draft.txt", f"\ud800\x00\u202e\ufeff{WRONG}")
    assert ["parts-add-up"] == await rules_told(editor, "draft.txt")

    typed(editor, "draft.txt", f"{RIGHT}{'12' * 2_500_000}\n")
    (told,) = await diagnosed(editor, "draft.txt")
    assert (types.DiagnosticSeverity.Error, 1) == (told.severity, told.range.start.line)
    assert "未能检查" in told.message


# Source against source


async def test_open_drafts_are_sources_of_one_another(editor: LanguageClient) -> None:
    opened(editor, "a.txt", LODGES)
    opened(editor, "b.txt", LODGES_AGAIN)

    told = [*await diagnosed(editor, "a.txt"), *await diagnosed(editor, "b.txt")]

    assert ["sources-agree"] == [diagnostic.code for diagnostic in told]
    (related,) = told[0].related_information
    assert {uri("a.txt"), uri("b.txt")} == {related.location.uri} | {
        name for name, found in editor.diagnostics.items() if found
    }

    closed(editor, "a.txt")
    assert [] == await diagnosed(editor, "b.txt")


async def test_a_draft_is_held_against_the_files_of_the_settings_as_they_are_now(editor: LanguageClient) -> None:
    write("factcheck.toml", 'paths = ["copy"]\n')
    write("copy/a.txt", LODGES)
    write("elsewhere/c.txt", LODGES.replace("811", "611"))
    opened(editor, "copy/b.txt", LODGES_AGAIN)

    (told,) = await diagnosed(editor, "copy/b.txt")
    assert ("sources-agree", "881家") == (told.code, cut(LODGES_AGAIN, told.range))
    assert [uri("copy/a.txt")] == [related.location.uri for related in told.related_information]

    write("copy/a.txt", LODGES_AGAIN)
    saved(editor, "copy/b.txt")
    assert [] == await diagnosed(editor, "copy/b.txt")

    assert "**/*.txt" in [w["globPattern"] for one in editor.registered for w in one.register_options["watchers"]]
    write("copy/a.txt", WRONG)
    editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([]))
    assert [] == await diagnosed(editor, "copy/b.txt")


async def test_a_file_that_cannot_be_read_is_told_once(editor: LanguageClient) -> None:
    write("factcheck.toml", 'paths = ["copy", "nowhere"]\n')
    Path("copy").mkdir()
    Path("copy/broken.txt").write_bytes(b"\x00\x01\x02\xff" * 99)
    opened(editor, "draft.txt", WRONG)

    assert ["parts-add-up"] == await rules_told(editor, "draft.txt")
    typed(editor, "draft.txt", RIGHT)
    assert [] == await diagnosed(editor, "draft.txt")
    told = [name for message in editor.messages for name in ("broken.txt:1", "nowhere") if name in message.message]
    assert ["broken.txt:1", "nowhere"] == sorted(told)


async def test_house_facts_are_held_against_the_draft(editor: LanguageClient) -> None:
    write("factcheck.toml", 'rules = ["house"]\n')
    fact = "- {subject: 古茶园, place: 云南省, period: 2021年, value: 5163处, published: 某年鉴 2022年卷}\n"
    write("house/facts/tea.yaml", fact)
    opened(editor, "draft.txt", "2021年云南省共有古茶园5136处，陆续挂牌。\n")

    (told,) = await diagnosed(editor, "draft.txt")

    (related,) = told.related_information
    assert uri("house/facts/tea.yaml") == related.location.uri
    assert "5163处" == cut(fact, related.location.range)


# Hover


async def test_a_number_shows_its_arithmetic(editor: LanguageClient) -> None:
    opened(editor, "draft.txt", f"{WRONG}{RIGHT.replace('苹果', '梨')}另有杏树12棵。\n")

    assert "3150棵 + 1760棵 = 4910棵 ≠ 4820棵" in await hovered(editor, "draft.txt", 0, 10)
    assert "1760棵 → 1670棵" in await hovered(editor, "draft.txt", 0, 10)
    assert "成立: 4820棵 = 3150棵 + 1670棵" in await hovered(editor, "draft.txt", 1, 10)
    assert "没有旁证" in await hovered(editor, "draft.txt", 2, 5)
    assert "" == await hovered(editor, "draft.txt", 2, 0)


async def test_nothing_in_a_draft_is_obeyed(editor: LanguageClient) -> None:
    text = WRONG.replace("3150棵", "31\u202e50棵")
    opened(editor, "draft.txt", f"\x1b[m<img src=x>[点](command:x) {text}")

    (told,) = await diagnosed(editor, "draft.txt")

    shown = told.message + await hovered(editor, "draft.txt", 0, told.range.start.character)
    assert not {"\u202e", "\x1b"} & set(shown)


# Code actions


async def test_each_value_that_fits_is_offered_and_none_is_preferred(editor: LanguageClient) -> None:
    text = f"😀{WRONG}"
    opened(editor, "draft.txt", text)

    action, ignoring = await offered(editor, "draft.txt", 0, 30)

    assert "ignore" in ignoring.edit.document_changes[0].edits[0].new_text
    assert "1760棵 → 1670棵（两位对调）" == action.title
    assert (types.CodeActionKind.QuickFix, None) == (action.kind, action.is_preferred)
    assert ["parts-add-up"] == [diagnostic.code for diagnostic in action.diagnostics]
    assert f"😀{RIGHT}" == corrected(text, action)
    assert 1 == action.edit.document_changes[0].text_document.version
    assert [] == await offered(editor, "draft.txt", 0, 0)


async def test_any_number_of_a_contradiction_may_be_the_one_to_mend(editor: LanguageClient) -> None:
    opened(editor, "a.txt", LODGES)
    opened(editor, "b.txt", LODGES_AGAIN)

    actions = await offered(editor, "a.txt", 0, LODGES.index("811") + 1)

    mended = {action.edit.document_changes[0].text_document.uri: action for action in actions if "→" in action.title}
    assert {uri("a.txt"), uri("b.txt")} == set(mended)
    assert LODGES.replace("811", "881") == corrected(LODGES, mended[uri("a.txt")])
    assert LODGES_AGAIN.replace("881", "811") == corrected(LODGES_AGAIN, mended[uri("b.txt")])


async def test_no_file_is_changed_that_is_not_open(editor: LanguageClient) -> None:
    write("factcheck.toml", 'paths = ["copy"]\n')
    write("copy/a.txt", LODGES)
    opened(editor, "copy/b.txt", LODGES_AGAIN)

    actions = await offered(editor, "copy/b.txt", 0, LODGES_AGAIN.index("881"))

    assert {uri("copy/b.txt")} == {action.edit.document_changes[0].text_document.uri for action in actions}


async def test_what_was_just_typed_is_seen_before_corrections_are_offered(editor: LanguageClient) -> None:
    opened(editor, "draft.txt", WRONG)
    assert 2 == len(await offered(editor, "draft.txt", 0, 27))

    typed(editor, "draft.txt", RIGHT)

    assert [] == await offered(editor, "draft.txt", 0, 27)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("draft.txt", f"{WRONG}另有杏树12棵。\n", "。 [factcheck: ignore parts-add-up -- ]\n另"),
        ("draft.md", f"# 果树\r\n\r\n{WRONG}", "。<!-- factcheck: ignore parts-add-up --  -->\n"),
        ("draft.html", f"<p>{WRONG}</p>\n", "1760棵<!-- factcheck: ignore parts-add-up --  -->）"),
    ],
)
async def test_a_finding_is_let_stand_only_for_a_reason(
    editor: LanguageClient, name: str, text: str, said: str
) -> None:
    opened(editor, name, text)
    (slip,) = await diagnosed(editor, name)

    *_, action = await offered(editor, name, slip.range.start.line, slip.range.start.character)
    ignored = corrected(text, action)
    assert "忽略 parts-add-up：在 -- 后写明理由" == action.title
    assert said in ignored

    typed(editor, name, ignored, 2)
    assert {"parts-add-up", "suppression-without-reason"} == set(await rules_told(editor, name))

    typed(editor, name, ignored.replace("add-up -- ", "add-up -- 其中有重复登记的 "), 3)
    assert [] == await diagnosed(editor, name)


async def test_what_is_set_for_some_files_and_rules_is_heeded(editor: LanguageClient) -> None:
    write(
        "factcheck.toml",
        'severities = {parts-add-up = "info"}\nper-file = [{files = ["letters/*"], ignore = ["parts-add-up"]}]\n',
    )
    opened(editor, "draft.txt", WRONG)
    opened(editor, "letters/a.txt", WRONG)

    (told,) = await diagnosed(editor, "draft.txt")

    assert types.DiagnosticSeverity.Information == told.severity
    assert [] == list(editor.diagnostics[uri("letters/a.txt")])


# Settings, rules, language


async def test_settings_choose_the_rules(editor: LanguageClient) -> None:
    write("factcheck.toml", 'ignore = ["parts-add-up"]\n')
    opened(editor, "draft.txt", WRONG)
    assert [] == await diagnosed(editor, "draft.txt")

    write("factcheck.toml", "")
    saved(editor, "draft.txt")
    assert ["parts-add-up"] == await rules_told(editor, "draft.txt")


async def test_another_language_and_a_hint(neovim: LanguageClient) -> None:
    opened(neovim, "draft.txt", f"{CUT_OFF}{WRONG}", "text")

    hint, slip = await diagnosed(neovim, "draft.txt")

    assert (types.DiagnosticSeverity.Information, types.DiagnosticSeverity.Error) == (hint.severity, slip.severity)
    assert "the parts" in slip.message
    assert "arithmetic: " in await hovered(neovim, "draft.txt", 1, 30)


async def test_a_mistake_in_a_rule_is_shown_and_marked_until_it_is_mended(editor: LanguageClient) -> None:
    write("factcheck.toml", 'rules = ["house"]\nselect = ["mine"]\n')
    write("house/checks/mine.yaml", RULE)
    opened(editor, "draft.txt", WRONG)
    (told,) = await diagnosed(editor, "draft.txt")
    assert ("mine", "果树合计不符", types.DiagnosticSeverity.Warning) == (told.code, told.message, told.severity)

    write("house/checks/mine.yaml", RULE.replace("message:", "mesage:", 1))
    saved(editor, "house/checks/mine.yaml")
    assert ["mine"] == await rules_told(editor, "draft.txt"), "the last good rules stay in force"
    assert ["mine.yaml:4:1"] == [m.message[m.message.index("mine") :][:13] for m in editor.messages]
    (mark,) = editor.diagnostics[uri("house/checks/mine.yaml")]
    assert (types.Position(3, 0), True) == (mark.range.start, "'message'" in mark.message)

    write("house/checks/mine.yaml", RULE.replace("果树合计不符", "棵数不符"))
    saved(editor, "house/checks/mine.yaml")
    assert ["棵数不符"] == [diagnostic.message for diagnostic in await diagnosed(editor, "draft.txt")]
    assert [] == list(editor.diagnostics[uri("house/checks/mine.yaml")])


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("paths = 3\n", "factcheck.toml:1:1"),
        ("[[", "factcheck.toml"),
        ('ignore = ["parts-ad-up"]\n', "parts-add-up"),
    ],
)
async def test_a_mistake_in_the_settings_is_shown(editor: LanguageClient, settings: str, said: str) -> None:
    write("factcheck.toml", settings)
    opened(editor, "draft.txt", WRONG)

    assert "" == await hovered(editor, "draft.txt")
    assert [True] == [said in message.message for message in editor.messages]

    write("factcheck.toml", "")
    saved(editor, "draft.txt")
    assert ["parts-add-up"] == await rules_told(editor, "draft.txt")


# What is installed


async def test_without_the_extra_the_command_says_how_to_install_it() -> None:
    code = "import sys; sys.modules['pygls'] = None; from factcheck.cli import main; main(['lsp'])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)

    assert 2 == ran.returncode
    assert "pip install 'factcheck[lsp]'" in ran.stderr
    assert "Traceback" not in ran.stderr


async def test_the_server_is_loaded_only_to_serve() -> None:
    code = "import sys; from factcheck.cli import main; main(['lsp', '--help'], standalone_mode=False)"
    code += "; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert not {"pygls", "lsprotocol", "asyncio"} & set(ran.stdout.split())


# What is let stand


async def test_a_suppression_in_a_draft_takes_the_mark_away_and_one_without_a_reason_gets_one(
    editor: LanguageClient,
) -> None:
    opened(editor, "draft.txt", f"[factcheck: ignore parts-add-up -- 有重复]\n{WRONG}")
    assert [] == await rules_told(editor, "draft.txt")

    typed(editor, "draft.txt", f"{RIGHT}[factcheck: ignore parts-add-up]\n{WRONG}")
    found = {d.code: d.range.start.line for d in await diagnosed(editor, "draft.txt")}
    assert {"parts-add-up": 2, "suppression-without-reason": 1} == found


async def test_a_file_beside_a_draft_and_the_settings_count_in_an_editor_too(editor: LanguageClient) -> None:
    write("draft.txt.factcheck.yaml", "- {rule: parts-add-up, reason: 有重复}\n")
    opened(editor, "draft.txt", WRONG)
    assert [] == await rules_told(editor, "draft.txt")

    write(
        "factcheck.toml",
        '[severities]\nparts-add-up = "info"\n[[per-file]]\nfiles = ["b.*"]\nignore = ["parts-add-up"]\n',
    )
    opened(editor, "b.txt", WRONG)
    opened(editor, "c.txt", WRONG)
    assert [] == await rules_told(editor, "b.txt")
    assert [types.DiagnosticSeverity.Information] == [d.severity for d in await diagnosed(editor, "c.txt")]


@pytest.mark.parametrize(
    ("name", "around", "aside"),
    [
        ("draft.txt", "{}", "[factcheck: ignore parts-add-up -- ]"),
        ("draft.md", "- {}", "<!-- factcheck: ignore parts-add-up -- -->"),
        ("draft.html", "<body><p>{}</p>", "<!-- factcheck: ignore parts-add-up -- -->"),
    ],
)
async def test_an_action_inserts_a_suppression_that_waits_for_its_reason(
    editor: LanguageClient, name: str, around: str, aside: str
) -> None:
    text = around.format(WRONG.strip()) + "\n"
    opened(editor, name, text)
    (found,) = await diagnosed(editor, name)
    start = found.range.start
    action = next(a for a in await actions_at(editor, name, start.line, start.character) if "理由" in a.title)
    (edit,) = action.edit.document_changes[0].edits
    assert aside == edit.new_text

    at = edit.range.start.character
    typed(editor, name, text[:at] + aside + text[at:])
    assert {"parts-add-up", "suppression-without-reason"} == set(await rules_told(editor, name))
    typed(editor, name, text[:at] + aside.replace("add-up -- ", "add-up -- 有重复 ") + text[at:], 3)
    assert [] == await rules_told(editor, name)
