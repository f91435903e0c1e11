"""For those who translate: the preview of all answers, the exchange of texts with translators, the way into a new language. No Rasa."""
