// Camera and microphone: asked for when somebody presses a button, explained when they cannot be had.

const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15, max: 24 } };
const HELP = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "none", NotReadableError: "busy" };

export class Local {
  constructor() {
    this.stream = new MediaStream();
    this.meter = null;
  }

  get audio() {
    return this.stream.getAudioTracks()[0] ?? null;
  }

  get video() {
    return this.stream.getVideoTracks()[0] ?? null;
  }

  /** Ask for microphone and, if wanted, camera; answers why the camera (or both) cannot be had, or "". */
  async open({ camera }) {
    if (!navigator.mediaDevices) return "none";
    const problem = await this.#ask({ audio: sound(), video: camera ? PICTURE : false });
    if (!problem || !camera) return problem;
    await this.#ask({ audio: sound(), video: false }); // rather heard than nothing
    return problem;
  }

  async openCamera() {
    return this.#ask({ audio: false, video: PICTURE });
  }

  async #ask(wanted) {
    try {
      const found = await navigator.mediaDevices.getUserMedia(wanted);
      for (const track of found.getTracks()) this.#put(track);
      return "";
    } catch (problem) {
      return HELP[problem.name] ?? "none";
    }
  }

  #put(track) {
    for (const old of this.stream.getTracks()) {
      if (old.kind !== track.kind) continue;
      old.stop();
      this.stream.removeTrack(old);
    }
    this.stream.addTrack(track);
  }

  closeCamera() {
    this.video?.stop();
    if (this.video) this.stream.removeTrack(this.video);
  }

  /** How loud the microphone hears, 0 to 1, ten times a second while the check is open. */
  listen(show) {
    this.deafen();
    if (!this.audio || !window.AudioContext) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    const levels = new Uint8Array(analyser.fftSize);
    context.createMediaStreamSource(new MediaStream([this.audio])).connect(analyser);
    const timer = setInterval(() => {
      analyser.getByteTimeDomainData(levels);
      show(Math.min(1, Math.max(...levels.map((level) => Math.abs(level - 128))) / 64));
    }, 100);
    this.meter = { context, timer };
  }

  deafen() {
    if (!this.meter) return;
    clearInterval(this.meter.timer);
    this.meter.context.close();
    this.meter = null;
  }

  close() {
    this.deafen();
    for (const track of this.stream.getTracks()) {
      track.stop();
      this.stream.removeTrack(track);
    }
  }
}

function sound() {
  return { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
}
