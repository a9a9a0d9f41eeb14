"""The reviewed settings say the same on Spark as on one machine. Needs PySpark and Java; said where they are not."""

import shutil

import duckdb
import pytest

from bench.made_up import Town as MadeUpTown
from keyworker.people.linking import table
from keyworker.people.linking.model import as_splink, settings
from keyworker.people.linking.rows import Habits, Written, compared

pytest.importorskip("pyspark", reason="PySpark is not installed: the settings are compared on one machine only")
if shutil.which("java") is None:
    pytest.skip("no Java for Spark on this machine", allow_module_level=True)

KEYS = ("number", "phone", "birth", "names", "sounds", "family_year")
SOUGHT = [table.key_of(name) for name in KEYS]
A_FEW = 120


@pytest.fixture(scope="module")
def on_one_machine():
    base = duckdb.connect()
    how = settings()
    written = [_written(record) for record in MadeUpTown(5).records(A_FEW)]
    table.load(base, compared(written, Habits()), how.keys, how.largest_block)
    return base


def _written(record):
    return Written(
        record.id, given=record.given, family=record.family, birth=record.birth, address=record.address,
        city=record.city, postcode=record.postcode, phones=[record.phone], numbers=[record.number], sex=record.sex,
    )  # fmt: skip


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession
    from splink.backends.spark import similarity_jar_location

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.jars", similarity_jar_location())
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    yield session
    session.stop()


def weights(api, frame, dialect):
    """Each pair with what all comparisons of it weigh, in bits."""
    from splink import Linker

    how = settings()
    described = as_splink(how.comparisons, chances={}, prior=0.001, keys=SOUGHT, dialect=dialect)
    linker = Linker(api.register(frame), described, log_level=None, validate_settings=False)
    found = linker.inference.predict(warning_mode="never").as_record_list()
    return {(row["place_l"], row["place_r"]): round(row["match_weight"], 6) for row in found}


def test_spark_weighs_every_pair_as_one_machine_does(on_one_machine, spark):
    from splink import DuckDBAPI
    from splink.backends.spark import SparkAPI

    here = weights(DuckDBAPI(on_one_machine), on_one_machine.table(table.PEOPLE), "duckdb")
    rows = on_one_machine.execute(f"SELECT * FROM {table.PEOPLE}")  # noqa: S608 - our own name
    names = [each[0] for each in rows.description]
    schema = ", ".join(f"{name} {'bigint' if name == 'place' else 'string'}" for name in names)
    there = weights(
        SparkAPI(spark_session=spark, break_lineage_method="persist"),
        spark.createDataFrame(rows.fetchall(), schema),
        "spark",
    )
    assert len(here) > A_FEW / 10
    assert there == here
