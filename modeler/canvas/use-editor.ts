import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { createEditor, type Editor } from './editor.ts';

/**
 * One bpmn-js modeler for the life of the page.
 * `revision` counts the analyst's edits since the last `open`, so that others can react to them.
 */
export function useEditor(): {
  canvas: RefObject<HTMLDivElement | null>;
  properties: RefObject<HTMLDivElement | null>;
  editor: Editor | null;
  revision: number;
  resetRevision(): void;
  /** The canvas shows what no version holds, such as a file that was brought along. */
  markEdited(): void;
} {
  const canvas = useRef<HTMLDivElement>(null);
  const properties = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [revision, setRevision] = useState(0);
  useEffect(() => {
    if (!canvas.current || !properties.current) return;
    const created = createEditor(canvas.current, properties.current, () => setRevision((n) => n + 1));
    setEditor(created);
    return () => created.destroy();
  }, []);
  const resetRevision = useCallback(() => setRevision(0), []);
  const markEdited = useCallback(() => setRevision((n) => n + 1), []);
  return { canvas, properties, editor, revision, resetRevision, markEdited };
}
