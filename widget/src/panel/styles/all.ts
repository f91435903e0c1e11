/** The panel's style sheets, adopted by its shadow root: no style stands in the page or in an attribute. */
import { asked } from "./asked";
import { base } from "./base";
import { head } from "./head";
import { modes } from "./modes";
import { replies } from "./replies";
import { talk } from "./talk";
import { write } from "./write";

export const sheets = [base, head, talk, replies, asked, write, modes];
