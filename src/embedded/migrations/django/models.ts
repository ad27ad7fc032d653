import { type Bound, dottedName, resolve, textOf } from '../python/values.ts';

/** What the files around a migration say of its project. */
export interface DjangoProject {
  /** The app's label; the name of the folder above `migrations/` unless its AppConfig gives another. */
  readonly appLabel?: string | undefined;
  /** The setting AUTH_USER_MODEL: `accounts.User`. */
  readonly userModel?: string | undefined;
}

/** A model as far as one file tells. */
export interface DjangoModel {
  /** `app_model`: how other files refer to its table. */
  readonly alias: string;
  /** The model's name in lower case. */
  readonly name: string;
  /** The table's name; undefined for a model of another file, which may have a `db_table`. */
  readonly table: string | undefined;
  /** Columns by field. */
  readonly columns: Map<string, string>;
  /** The type of its primary key. */
  keyType: string | undefined;
}

/** A model that a field refers to. */
export interface ModelReference {
  readonly alias: string;
  /** Its name in lower case; undefined where a setting names the model. */
  readonly name: string | undefined;
}

/** The models that one migration names. */
export class DjangoModels {
  readonly label: string;
  readonly #userModel: string | undefined;
  readonly #models = new Map<string, DjangoModel>();

  constructor(label: string, userModel: string | undefined) {
    this.label = label;
    this.#userModel = userModel;
  }

  aliasOf(name: string): string {
    return `${this.label}_${name.toLowerCase()}`;
  }

  create(name: string, table: string | undefined): DjangoModel {
    const alias = this.aliasOf(name);
    const model: DjangoModel = {
      alias,
      name: name.toLowerCase(),
      table: table ?? alias,
      columns: new Map(),
      keyType: undefined,
    };
    this.#models.set(alias, model);
    return model;
  }

  /** The app's model of that name; one of another file when this file hasn't made it. */
  find(name: string): DjangoModel {
    const alias = this.aliasOf(name);
    let model = this.#models.get(alias);
    if (!model) {
      model = { alias, name: name.toLowerCase(), table: undefined, columns: new Map(), keyType: undefined };
      this.#models.set(alias, model);
    }
    return model;
  }

  rename(from: string, to: string): void {
    const model = this.#models.get(this.aliasOf(from));
    if (!model) return;
    this.#models.delete(model.alias);
    const alias = this.aliasOf(to);
    const table = model.table === model.alias ? alias : model.table;
    this.#models.set(alias, { ...model, alias, name: to.toLowerCase(), table });
  }

  forget(name: string): void {
    this.#models.delete(this.aliasOf(name));
  }

  keyTypeOf(reference: ModelReference): string | undefined {
    return this.#models.get(reference.alias)?.keyType;
  }

  /** `'app.Model'`, `'Model'`, `'self'` or a setting; undefined for what is computed. */
  reference(value: Bound, own: DjangoModel): ModelReference | undefined {
    const text = textOf(value)?.value;
    if (text === undefined) {
      const setting = /(?:^|\.)settings\.([A-Z_]+)$/.exec(dottedName(resolve(value).node) ?? '')?.[1];
      if (setting === undefined) return undefined;
      return setting === 'AUTH_USER_MODEL' && this.#userModel !== undefined
        ? this.#named(this.#userModel)
        : { alias: `settings.${setting}`, name: undefined };
    }
    return text === 'self' ? { alias: own.alias, name: own.name } : this.#named(text);
  }

  #named(text: string): ModelReference {
    const dot = text.lastIndexOf('.');
    const name = text.slice(dot + 1).toLowerCase();
    return { alias: dot < 0 ? this.aliasOf(name) : `${text.slice(0, dot)}_${name}`, name };
  }
}
