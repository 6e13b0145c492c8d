"""The archive: claims of many documents in one SQLite file, asked by key.

`store` keeps them, `keeping` packs and unpacks documents and claims, `keys` says where a claim is looked up,
`indexing` brings files in, `lookup` answers for a draft, `conflicts` finds what contradicts inside.
"""
