export type SuppressionSubjects = SuppressionSubject;

export interface SuppressionSubject {
  readonly kind: 'suppression';
}
