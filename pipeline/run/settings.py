"""Settings: flags before environment (`ZEGSMAN_MODEL=…`) before the file `zegsman.toml` in the working folder."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from pipeline.errors import SettingsError


class Settings(BaseSettings):
    """What can be set; the names are those of the flags."""

    model_config = SettingsConfigDict(env_prefix="ZEGSMAN_", toml_file="zegsman.toml", extra="forbid")

    model: str = Field("nl_news", description="Language model: a name or a path.")
    shard_size: int = Field(50, ge=1, le=10_000, description="Articles in one shard: the unit of work and of commit.")
    workers: int = Field(0, ge=0, le=1024, description="Processes that work at once; 0: one a usable core.")
    dask: str | None = Field(None, description="Address of a Dask scheduler, or the file it wrote: work is done there.")
    deadline: float = Field(600, gt=0, description="Seconds after which the work on one article is given up.")
    recycle: int = Field(5_000, ge=1, description="Articles after which a worker is replaced by a fresh process.")
    prune: bool = Field(default=False, description="Take out what the input no longer holds.")
    language: str = Field("nl", pattern="^[a-z]{2}$", description="ISO 639-1 code; other languages are rejected.")
    map: dict[str, str] = Field({}, description="Which field of the records is used for which of ours (text=body).")
    retry_failed: bool = Field(default=False, description="Try articles again that failed before.")
    strict: bool = Field(default=False, description="Exit status 3 where inputs were rejected.")
    log_format: Literal["text", "json"] = Field("text", description="Format of what goes to standard error.")
    quiet: bool = Field(default=False, description="No progress and no table at the end.")
    run_id: str | None = Field(
        None, pattern=r"^[\w.-]{1,80}$", description="Identifier of the run; made up if not set."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  the signature is pydantic's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, environment, file: in this order."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load(**flags: object) -> Settings:
    """The settings in force; flags that are None were not given. SettingsError names what is wrong."""
    try:
        given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
        return Settings(**given)
    except (ValidationError, ValueError) as error:
        raise SettingsError(_reason(error), "Look at the flag, the ZEGSMAN_ variable and zegsman.toml.") from error


def _reason(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return f"zegsman.toml or the environment cannot be read: {error}."
    wrong = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()]
    return f"A setting is wrong: {'; '.join(wrong)}."
