"""How reports of this repository look: pieces of HTML and pictures, shared by `evals` and `learning`."""
