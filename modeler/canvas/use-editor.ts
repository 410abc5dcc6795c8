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
  /** `revision` at this moment, for what goes on after an answer was waited for. */
  latestRevision(): number;
  resetRevision(): void;
  /** The canvas shows what no version holds, such as a file that was brought along. */
  markEdited(): void;
} {
  const canvas = useRef<HTMLDivElement>(null);
  const properties = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const latest = useRef(0);
  const [revision, setRevision] = useState(0);
  const resetRevision = useCallback(() => {
    latest.current = 0;
    setRevision(0);
  }, []);
  const markEdited = useCallback(() => {
    latest.current += 1;
    setRevision(latest.current);
  }, []);
  const latestRevision = useCallback(() => latest.current, []);
  useEffect(() => {
    if (!canvas.current || !properties.current) return;
    const created = createEditor(canvas.current, properties.current, markEdited);
    setEditor(created);
    return () => created.destroy();
  }, [markEdited]);
  return { canvas, properties, editor, revision, latestRevision, resetRevision, markEdited };
}
