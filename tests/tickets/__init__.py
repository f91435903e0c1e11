"""Tests of the ticket bridge."""
