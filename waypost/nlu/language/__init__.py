"""Which language a message is written in, or nothing when that is not sure; and which language to answer in."""
