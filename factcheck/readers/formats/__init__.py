"""How the formats are read: one module a noun. Loaded only when a file of the format is."""
