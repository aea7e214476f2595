/**
 * The work that is under way, kept in this browser: a page that is closed by mistake loses nothing.
 * It is kept as it is shared, and where there is no room or no permission it is not.
 */
import { type Project } from "./project.js";
import { fragmentOf, projectOf } from "./share.js";

const KEY = "pricewright-playground";

/** Keeps a project; says whether it could. */
export async function keep(project: Project): Promise<boolean> {
  try {
    localStorage.setItem(KEY, await fragmentOf(project));
    return true;
  } catch {
    return false;
  }
}

/** The project that was kept; nothing where there is none that can be read. */
export async function kept(): Promise<Project | undefined> {
  try {
    return await projectOf(localStorage.getItem(KEY) ?? "");
  } catch {
    return undefined;
  }
}

/** Forgets it: what is shown is an example as it is. */
export function forget(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // there was none to forget
  }
}
