const SUBSTITUTION = /\$\{([A-Za-z][\w.:]*)\}/g;

/** The logical ids, parameters and pseudo parameters that a part of the template refers to. */
export function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' || key === 'DependsOn') return [inner].flat().map(String);
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])];
    if (key === 'Fn::Sub') return referencesOfSubstitution(inner);
    return referencesIn(inner);
  });
}

/** Fn::Sub has two forms: the text alone, or the text and what some of its names stand for. */
function referencesOfSubstitution(inner: unknown): readonly string[] {
  const [text, own = {}] = [inner].flat();
  const named = substitutionsIn(String(text)).filter((name) => !Object.hasOwn(Object(own), name));
  return [...named, ...referencesIn(own)];
}

function substitutionsIn(text: string): readonly string[] {
  return [...text.matchAll(SUBSTITUTION)].map(([, name = '']) =>
    name.includes('::') ? name : (name.split('.')[0] ?? ''),
  );
}
