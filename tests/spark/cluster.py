"""A Spark cluster on this machine: a master and workers whose executors are processes of their own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark
from pyspark.sql import SparkSession


@contextmanager
def start(workers: int) -> Iterator[SparkSession]:
    """A session with so many workers of one core and 1 GiB each."""
    home = Path(pyspark.__file__).parent
    os.environ |= {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        # The package lacks the folders from which executors are launched; naming the version spares looking for them.
        "SPARK_SCALA_VERSION": "2.13",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]),
    }
    builder = SparkSession.builder.master(f"local-cluster[{workers},1,1024]").appName("mingcha")
    builder = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "4").config("spark.log.level", "OFF")
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        application = session.sparkContext.applicationId
        session.stop()
        shutil.rmtree(home / "work" / application, ignore_errors=True)
