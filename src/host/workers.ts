/** A worker that runs beside its owner and talks by messages. */
export interface WorkerHandle {
  /** Memory that the worker writes while it is busy, so that its owner can see where it hangs. */
  readonly progress: SharedArrayBuffer;
  post(message: unknown): void;
  /** Ends the worker at once, whatever it is doing. */
  terminate(): Promise<void>;
}

export interface WorkerEvents {
  onMessage(message: unknown): void;
  /** The worker died without being asked to. */
  onError(error: Error): void;
}

/** Starts workers. Which code they run is the implementation's knowledge. */
export interface WorkerHost {
  start(events: WorkerEvents): WorkerHandle;
}
