"""Every setting, typed, from the environment (TILANNEKUVA_…) or .streamlit/secrets.toml."""

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Folders, the city at hand and the limits of what one upload may be."""

    model_config = SettingsConfigDict(
        env_prefix="TILANNEKUVA_",
        frozen=True,
        extra="ignore",
        toml_file=ROOT / ".streamlit" / "secrets.toml",
    )

    data_folder: Path = ROOT / "data"
    store_folder: Path = ROOT / "data" / "store"
    city_code: str = "853"
    county_code: str = "05"
    lock_seconds: float = Field(default=30.0, gt=0)
    upload_megabytes: int = Field(default=200, gt=0)
    # Of a workbook when unpacked; rows of one sheet.
    workbook_megabytes: int = Field(default=300, gt=0)
    workbook_rows: int = Field(default=1_048_576, gt=0)
    # Where a source is asked instead of its own address, by its id: an office's copy, or a test's server.
    source_addresses: dict[str, str] = {}
    today: str = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the secrets file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
