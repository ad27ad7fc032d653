/** A worker that runs beside its owner and talks by messages. */
export interface WorkerHandle {
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
  /**
   * `progress`: memory that the worker may write while it is busy, so that its owner can see where it hangs.
   */
  start(events: WorkerEvents, progress: SharedArrayBuffer): WorkerHandle;
}
