/** A page that holds the form in a frame, and shows what it hears. `?frame=ADDRESS` takes the frame from elsewhere. */
import { connect } from "../frame.ts";

const frame = document.querySelector("iframe");
const heard = document.querySelector("#heard");
if (frame === null || heard === null) throw new Error("the page has no frame");

const address = new URL(new URLSearchParams(location.search).get("frame") ?? "../", document.baseURI);
if (!/^https?:$/.test(address.protocol)) throw new Error("the frame has no web address");
address.searchParams.set("parent", location.origin);
frame.src = address.href;
const form = connect(frame, {
  ready: () => void (heard.textContent = "The form is there."),
  change: ({ status, total, currency }) => void (heard.textContent = `${status}: ${total ?? "no total"} ${currency ?? ""}`),
  complete: ({ claim }) => void (heard.textContent = `complete: ${claim.total} ${claim.currency}`),
});
document
  .querySelector("#linen")
  ?.addEventListener("click", () => form.set({ fabric: "linen", width: 1200, drop: 1500, cassette: "white" }));
