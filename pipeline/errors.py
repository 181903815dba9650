"""Errors that reach a user: what went wrong, where, and what to do next, with a code and an exit status."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """Exit statuses of the command line."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    REJECTED = 3
    LOCKED = 75


class ZegsmanError(Exception):
    """Base of all errors with a message for the user.

    `code` is stable (Z1xx input, Z2xx model, Z3xx store, Z4xx evaluation, Z5xx run), `reason` says what and where,
    `instruction` what to do next.
    """

    code = "Z000"
    exit_status = ExitStatus.FAILED

    def __init__(self, reason: str, instruction: str) -> None:
        self.reason = reason
        self.instruction = instruction
        super().__init__(f"{self.code} {reason} {instruction}")

    def __reduce__(self) -> tuple[type[ZegsmanError], tuple[str, str]]:
        """An error of a worker is raised again in the process that the user started."""
        return type(self), (self.reason, self.instruction)


class InputNotFoundError(ZegsmanError):
    """An INPUT argument names nothing."""

    code = "Z101"
    exit_status = ExitStatus.USAGE


class ModelNotFoundError(ZegsmanError):
    """No language model of that name or path can be loaded."""

    code = "Z201"


class ModelUnsuitableError(ZegsmanError):
    """The pipeline loads but lacks what the stages need (a parse, lemmas, tags)."""

    code = "Z202"


class SharedDataMissingError(ZegsmanError):
    """Training or evaluation data outside the repository is not there."""

    code = "Z203"


class ModelDamagedError(ZegsmanError):
    """A file of a language model is not the one that was packaged."""

    code = "Z204"


class StageMissingError(ZegsmanError):
    """A stage was asked for whose predecessor has stored nothing."""

    code = "Z301"


class StoreVersionError(ZegsmanError):
    """The output folder was written by an incompatible version."""

    code = "Z302"


class CannotWriteError(ZegsmanError):
    """The output folder cannot be written."""

    code = "Z303"


class LockedError(ZegsmanError):
    """Another run holds the output folder."""

    code = "Z304"
    exit_status = ExitStatus.LOCKED


class StoreDamagedError(ZegsmanError):
    """A file of the output folder cannot be read."""

    code = "Z305"


class DiskFullError(CannotWriteError):
    """There is no room left for the output folder."""

    code = "Z306"


class PlaceError(ZegsmanError):
    """The output folder is given as a URL at which a run cannot be committed."""

    code = "Z307"
    exit_status = ExitStatus.USAGE


class GoldError(ZegsmanError):
    """A gold file cannot be read or does not belong to the output."""

    code = "Z401"


class FloorError(ZegsmanError):
    """A figure fell below its pinned floor."""

    code = "Z402"


class SettingsError(ZegsmanError):
    """A setting has a value it cannot have."""

    code = "Z501"
    exit_status = ExitStatus.USAGE


class ShardsLostError(ZegsmanError):
    """Workers died on some shards again and again, and not on one of their articles."""

    code = "Z502"


class WorkersError(ZegsmanError):
    """Workers cannot be started, or do other work than the process that started them."""

    code = "Z503"


class PruneError(ZegsmanError):
    """There is reason to think that --prune would take out what is still wanted."""

    code = "Z504"


class ClusterLostError(ZegsmanError):
    """The Dask scheduler does not answer any more: another try may do."""

    code = "Z505"
    exit_status = ExitStatus.LOCKED


class ExtraMissingError(ZegsmanError):
    """A part of zegsman was asked for that is installed on demand."""

    code = "Z506"
