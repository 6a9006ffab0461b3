export interface SuppressionSubject {
  readonly kind: 'suppression';
}
