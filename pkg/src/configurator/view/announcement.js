/** What is read out once the price stands still. */
import { headline, statusLine } from "./price.js";

export function announcement(view) {
  const { words, problems } = view;
  const rest = problems.length > 0 ? words.list(problems.map(({ text }) => text)) : statusLine(view);
  const price = `${words.say("price")}: ${headline(view)}`;
  return rest === "" ? price : `${price}. ${rest}`;
}
