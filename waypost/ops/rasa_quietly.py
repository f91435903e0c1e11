"""Rasa's own command line without telemetry and TensorFlow's chatter: `python -m waypost.ops.rasa_quietly train`."""

from __future__ import annotations

from waypost.ops.logs import quiet_environment

if __name__ == "__main__":
    quiet_environment()
    from rasa.__main__ import main

    from waypost.ops.quick_training_data import quickly_joined

    quickly_joined()
    main()
