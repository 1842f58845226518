const PLACEHOLDER = /\{(?:task|execution|instance|definition)\d+\}/g;

/** What an engine says of a task that it has just begun. */
export interface TaskFacts {
  readonly id: string;
  readonly executionId: string;
  readonly processInstanceId: string;
  readonly processDefinitionId: string;
}

/** The ids that the placeholders of a case stand for. */
export class TaskIds {
  readonly #values = new Map<string, string>();
  readonly #places = new Map<string, { readonly task: number; readonly instance: number }>();

  /** Learns the ids of a task, and of its instance, both counted from 1. */
  learn(facts: TaskFacts, task: number, instance: number): void {
    this.#places.set(`{task${task}}`, { task, instance });
    this.#values.set(`{task${task}}`, facts.id);
    this.#values.set(`{execution${task}}`, facts.executionId);
    this.#values.set(`{instance${instance}}`, facts.processInstanceId);
    this.#values.set(`{definition${instance}}`, facts.processDefinitionId);
  }

  /** Which task a placeholder stands for. */
  placeOf(placeholder: string): { readonly task: number; readonly instance: number } | undefined {
    return this.#places.get(placeholder);
  }

  /** Puts ids for placeholders. */
  fill(text: string): string {
    return text.replaceAll(PLACEHOLDER, (name) => this.#values.get(name) ?? name);
  }

  /** Puts placeholders for ids. */
  hide(text: string): string {
    let hidden = text;
    for (const [name, id] of this.#values) hidden = hidden.replaceAll(id, name);
    return hidden;
  }
}
