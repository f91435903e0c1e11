"""The 28 faults that a stock bot was measured with: how each is provoked here, what must be seen, and which test sees it.

A stock bot survived 9 of them. `make test-services` runs all of these tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.support.bot import ROOT


@dataclass(frozen=True)
class Row:
    """fault: as in the table. provoked: how, for real. seen: what must be. test: file of tests/faults and the function in it."""

    fault: str
    provoked: str
    seen: str
    test: str


ACTIONS, PROCESS, SERVERS = "test_rows_actions", "test_rows_process", "test_rows_servers"
SLOW = f"{ACTIONS}::test_an_action_that_is_slow_and_the_messages_behind_it"
ROWS = [
    Row(
        "action server down", "its port is closed", "apology, 503 of /health, next message answered", f"{ACTIONS}::test_an_action_server_that_is_down"
    ),
    Row("action fails in six ways", "a server that does each", "apology each, both turns stored", f"{ACTIONS}::test_an_action_that_fails"),
    Row("action says nothing", "an empty result", "apology", f"{ACTIONS}::test_an_action_that_says_nothing"),
    Row("action slow 30 s", "it sleeps", "apology at 20 s, the answer on repeat, run once, others served", SLOW),
    Row("second message meanwhile", "sent 1 s later", "apology or answer, stored in order", SLOW),
    Row("action slow 70 s", "it sleeps", "as with 30 s: no turn is thrown away", SLOW),
    Row("messages waiting behind it", "sent 1 s later", "stored in order, run once", SLOW),
    Row(
        "client hangs up at 3 s",
        "its socket is closed",
        "the turn goes on; a repeat gets its answer, run once",
        f"{ACTIONS}::test_a_client_that_hangs_up",
    ),
    Row("200 kB reply", "a reply of that size", "passed on whole, others served", f"{ACTIONS}::test_a_reply_of_200_kilobytes"),
    Row("kill -9 between messages", "SIGKILL", "conversation and answer kept", f"{PROCESS}::test_a_kill_between_messages_loses_nothing"),
    Row("kill -9 in mid-message", "SIGKILL", "taken up, stored once", f"{PROCESS}::test_a_kill_in_mid_message_is_taken_up_after_the_restart"),
    Row("SIGTERM in mid-message", "SIGTERM", "reply delivered, exit code 0", f"{PROCESS}::test_term_in_mid_message_waits_for_the_reply"),
    Row(
        "start of the process",
        "a message at once",
        "refused, then ready",
        f"{PROCESS}::test_while_it_starts_it_refuses_connections_and_is_ready_soon",
    ),
    Row("no tracker store set", "no setting at all", "kept over a restart", f"{PROCESS}::test_without_any_setting_conversations_outlive_the_process"),
    Row("SQLite locked 3 s", "another writer", "answered, /live under 1 s", f"{ACTIONS}::test_a_database_file_locked_for_a_moment"),
    Row("SQLite locked 25 s", "another writer", "503 with apology, /live under 1 s", f"{ACTIONS}::test_a_database_file_locked_for_long"),
    Row("SQLite immutable", "chattr +i", "what is acknowledged is stored", f"{ACTIONS}::test_a_database_file_that_cannot_be_written"),
    Row("SQLite deleted or overwritten", "moved, garbage", "503 with apology", f"{ACTIONS}::test_a_database_file_that_is_lost_while_the_bot_runs"),
    Row("SQLite corrupt at start", "garbage", "exit code 1 with a line", f"{PROCESS}::test_a_file_that_is_no_database_ends_the_start"),
    Row("PostgreSQL stopped", "stopped", "503", f"{SERVERS}::test_a_postgresql_that_stops_is_told_and_nothing_is_forgotten_in_silence"),
    Row("PostgreSQL back", "started again", "old answers, new turns", f"{SERVERS}::test_a_postgresql_that_comes_back_is_used_at_once"),
    Row("PostgreSQL restarted", "while idle", "stored", f"{SERVERS}::test_after_a_restart_of_an_idle_postgresql_the_first_message_is_stored"),
    Row("PostgreSQL absent at start", "stopped before", "503, then fine", f"{SERVERS}::test_a_postgresql_that_is_absent_at_the_start_is_waited_for"),
    Row("10 messages in 50 ms, memory", "sent", "in order", f"{ACTIONS}::test_ten_messages_within_50_ms_with_locks_in_memory"),
    Row("10 messages in 50 ms, Redis", "to one bot, to two", "in order", f"{SERVERS}::test_ten_messages_within_50_ms_with_locks_in_redis"),
    Row("SANIC_WORKERS=2", "set", "one process", f"{ACTIONS}::test_two_workers_are_not_begun_behind_our_back"),
    Row("killed with a Redis lock", "SIGKILL", "13 s", f"{SERVERS}::test_a_bot_killed_with_a_lock_holds_its_conversation_up_for_seconds"),
    Row("Redis lock store down", "stopped", "503 with apology", f"{SERVERS}::test_while_redis_is_down_people_are_told_and_nothing_is_lost"),
]


def test_all_28_faults_are_here() -> None:
    assert len({row.fault for row in ROWS}) == 28


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.fault)
def test_a_fault_has_a_test_that_make_test_services_runs(row: Row) -> None:
    file, name = row.test.split("::")
    code = (ROOT / "tests" / "faults" / f"{file}.py").read_text(encoding="utf-8")
    assert f"\ndef {name}(" in code
    assert "pytestmark = pytest.mark.services" in code
    assert "tests/faults" in (ROOT / "Makefile").read_text(encoding="utf-8")
