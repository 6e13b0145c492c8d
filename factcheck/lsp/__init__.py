"""The language server: what `lint` finds, told to an editor while the draft is being written.

`desk` holds the drafts that are open against one another and against the files of their workspace; `telling` puts
what came of it into the words of the protocol; `server` speaks with the editor. Only that one needs the extra `lsp`.
"""
