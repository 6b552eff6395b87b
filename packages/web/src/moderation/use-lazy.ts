// Parts of the page that few people ever see: loaded when somebody is to see them.

import { useEffect, useState } from "preact/hooks";

/** What `load` brings, once it is there; undefined until then, and while it is not wanted. */
export function useLazy<T extends object>(load: () => Promise<T>, wanted: boolean): T | undefined {
  const [loaded, setLoaded] = useState<T>();
  useEffect(() => {
    if (!wanted || loaded !== undefined) return;
    // Without a network it is asked for again when it is wanted anew.
    load().then(setLoaded, () => undefined);
  }, [wanted]);
  return wanted ? loaded : undefined;
}
