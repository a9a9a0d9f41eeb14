// What is the same however pictures travel: how much of one is sent, and what words on a line mean.

export const MOST_TEXT = 1000;
const BITRATES = { full: 600_000, low: 120_000 };

/** Send a small or a whole picture; a screen is never made smaller, for then nobody can read it. */
export async function spare(sender, low, screen) {
  const parameters = sender.getParameters();
  if (!parameters.encodings?.length) return;
  parameters.encodings[0].maxBitrate = low ? BITRATES.low : BITRATES.full;
  parameters.encodings[0].scaleResolutionDownBy = low && !screen ? 2 : 1;
  await sender.setParameters(parameters).catch(() => {});
}

/** What another browser wrote on a line: {text}, {caption} or {wants}; nothing where it is none of these. */
export function said(data) {
  let found;
  try {
    found = JSON.parse(data);
  } catch {
    return {};
  }
  if (typeof found?.text === "string") return { text: found.text.slice(0, MOST_TEXT) };
  if (typeof found?.caption === "string") return { caption: found.caption.slice(0, MOST_TEXT) };
  if (!found?.wants) return {};
  return { wants: { low: found.wants.low === true, sound: found.wants.sound === true } };
}
