"""The archive on Apache Spark: the same reading, keys, joins and rules over many machines; Parquet in, Parquet out.

`indexing` reads texts and files their claims, `conflicts` joins them and judges; `session` starts Spark, `tables` says
what the Parquet files hold. The engine only brings together what `archive.joins` wants together, and in which order;
what is said of it is said by `archive.conflicts`, as on one machine.
"""
