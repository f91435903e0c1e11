"""Languages, facts and copy: YAML in, frozen typed objects out. No Rasa, no network."""
