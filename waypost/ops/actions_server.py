"""The action server process: rasa-sdk's server over the package `actions`."""

from __future__ import annotations

from waypost.content.live import catalog
from waypost.ops.logs import configure, quiet_environment
from waypost.ops.settings import Settings

quiet_environment()


def main() -> None:
    from rasa_sdk.endpoint import create_app

    configure()
    settings = Settings.from_environment()
    catalog()
    create_app("actions", cors_origins=[]).run(host=settings.host, port=settings.actions_port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
