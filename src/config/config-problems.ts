/**
 * Everything that is wrong with the configuration, found in one go. Each line begins with the variable's name and
 * says what is expected; none repeats the value, which may be a secret.
 */
export class ConfigProblems extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigProblems';
    this.problems = problems;
  }
}

/** Collects problems while settings are read, so that one start names all of them. */
export class ProblemList {
  readonly lines: string[] = [];

  /** Notes a problem and gives the value to go on with. */
  add<T>(name: string, expectation: string, goOnWith: T): T {
    this.lines.push(`${name}: ${expectation}`);
    return goOnWith;
  }
}
