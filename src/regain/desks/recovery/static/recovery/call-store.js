// Words on their way, kept in this browser until the server has them.

const PREFIX = "regain-words:";

export function keep(key, entry) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(entry));
  } catch {
    // Without storage the words live in the field alone, and are still sent at every pause.
  }
}

export function drop(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept.
  }
}

export function keptOf(person) {
  const found = [];
  try {
    for (const name of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
      const entry = JSON.parse(localStorage.getItem(name));
      if (entry.person === person) found.push({ ...entry, key: name.slice(PREFIX.length) });
      else localStorage.removeItem(name);
    }
  } catch {
    return found;
  }
  return found;
}
