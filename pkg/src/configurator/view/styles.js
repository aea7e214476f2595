/** The style sheet, which the build makes small and takes in as a text. */
import { unsafeCSS } from "lit";
import text from "./styles.css";

export const styles = unsafeCSS(text);
