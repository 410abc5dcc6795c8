import type { PDFDocumentProxy, PDFPageProxy, RenderTask } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { useEffect, useRef, useState } from 'react';
import { Loading } from './loading.tsx';

export interface PdfViewProps {
  /** Address of the document on our own server. */
  url: string;
  title: string;
}

type State = { kind: 'loading' } | { kind: 'failed' } | { kind: 'open'; pdf: PDFDocumentProxy };

/** A page of A4 wider than this has letters larger than print. */
const COMFORTABLE_PX = 960;

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

/** Opens a PDF with pdf.js (its legacy build: office browsers lag), which is loaded only when a document is looked at. */
async function openPdf(url: string) {
  const [pdfjs, { default: workerUrl }] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'),
  ]);
  pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
  // Scanners write JBIG2 and JPEG 2000, office programs leave Chinese fonts out: both need these side files.
  const side = `${import.meta.env.BASE_URL}pdfjs/`;
  return pdfjs.getDocument({
    url,
    cMapUrl: `${side}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${side}standard_fonts/`,
    wasmUrl: `${side}wasm/`,
    verbosity: 0,
  });
}

function draw(page: PDFPageProxy, canvas: HTMLCanvasElement, scale: number, turn: number): RenderTask {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const viewport = page.getViewport({ scale: scale * ratio, rotation: (page.rotate + turn) % 360 });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  canvas.style.width = `${Math.floor(viewport.width / ratio)}px`;
  canvas.style.height = `${Math.floor(viewport.height / ratio)}px`;
  return page.render({ canvas, viewport });
}

/** One page: fitted to `width` in pixels, times `scale`. Without a scale it is a small picture of the list. */
function Page({
  pdf,
  number,
  width,
  scale,
  turn,
}: {
  pdf: PDFDocumentProxy;
  number: number;
  width?: number;
  scale?: number;
  turn: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let task: RenderTask | null = null;
    let gone = false;
    setFailed(false);
    void (async () => {
      try {
        const page = await pdf.getPage(number);
        if (gone || !canvas.current) return;
        const natural = page.getViewport({ scale: 1, rotation: (page.rotate + turn) % 360 });
        task = draw(page, canvas.current, (width ? width / natural.width : 1) * (scale ?? 1), turn);
        await task.promise;
      } catch {
        // A page that is left while it is fetched or drawn rejects too: nothing to tell anybody then.
        if (!gone) setFailed(true);
      }
    })();
    return () => {
      gone = true;
      task?.cancel();
    };
  }, [pdf, number, width, scale, turn]);
  return (
    <>
      {/* stays in the page: the next turn or zoom draws on it again */}
      <canvas ref={canvas} className="pdf-page" hidden={failed} />
      {failed && scale === undefined ? <span className="pdf-failed">第 {number} 页显示不了</span> : null}
      {failed && scale !== undefined ? (
        <div className="pdf-failed" role="alert">
          第 {number} 页显示不了。可在新窗口打开或下载后查看；文件损坏时请重新扫描上传。
        </div>
      ) : null}
    </>
  );
}

/** PDF with page list, zoom and rotation. Fits the width of its pane at 100 %. */
export function PdfView({ url, title }: PdfViewProps) {
  const [state, setState] = useState<State>({ kind: 'loading' });
  const [number, setNumber] = useState(1);
  const [zoom, setZoom] = useState(1);
  const [turn, setTurn] = useState(0);
  const [paneWidth, setPaneWidth] = useState(0);
  const pane = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let gone = false;
    setState({ kind: 'loading' });
    setNumber(1);
    setTurn(0);
    const opening = openPdf(url);
    opening
      .then((task) => task.promise)
      .then((pdf) => !gone && setState({ kind: 'open', pdf }))
      .catch(() => !gone && setState({ kind: 'failed' }));
    return () => {
      gone = true;
      void opening.then((task) => task.destroy()).catch(() => undefined);
    };
  }, [url]);

  const open = state.kind === 'open';
  useEffect(() => {
    if (!open || !pane.current) return;
    const element = pane.current;
    const measure = () => setPaneWidth(Math.min(COMFORTABLE_PX, Math.max(200, element.clientWidth - 24)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [open]);

  if (state.kind === 'loading') return <Loading what="正在打开文件" />;
  if (state.kind === 'failed') {
    return (
      <div className="pdf-failed" role="alert">
        「{title}」打不开。可 <a href={url}>下载后查看</a>；文件损坏时请重新扫描上传。
      </div>
    );
  }
  const { pdf } = state;
  const pages = Array.from({ length: pdf.numPages }, (_, index) => index + 1);
  const step = (by: number) =>
    setZoom((now) => zooms[Math.min(zooms.length - 1, Math.max(0, zooms.indexOf(now) + by))] ?? 1);
  return (
    <div className="pdf">
      <div className="pdf-tools" role="toolbar" aria-label={`${title} 的查看工具`}>
        <button
          type="button"
          onClick={() => setNumber((n) => Math.max(1, n - 1))}
          disabled={number === 1}
          aria-label="上一页"
        >
          ‹
        </button>
        <span className="num">
          {number} / {pdf.numPages}
        </span>
        <button
          type="button"
          onClick={() => setNumber((n) => Math.min(pdf.numPages, n + 1))}
          disabled={number === pdf.numPages}
          aria-label="下一页"
        >
          ›
        </button>
        <span className="pdf-gap" />
        <button type="button" onClick={() => step(-1)} disabled={zoom === zooms[0]} aria-label="缩小">
          －
        </button>
        <span className="num">{Math.round(zoom * 100)}%</span>
        <button type="button" onClick={() => step(1)} disabled={zoom === zooms.at(-1)} aria-label="放大">
          ＋
        </button>
        <button type="button" onClick={() => setTurn((t) => (t + 90) % 360)} aria-label="顺时针旋转">
          旋转 ↻
        </button>
        <a href={url} target="_blank" rel="noreferrer">
          新窗口
        </a>
      </div>
      <div className="pdf-body">
        {pdf.numPages > 1 ? (
          <nav className="pdf-list" aria-label="页列表">
            {pages.map((page) => (
              <button
                key={page}
                type="button"
                aria-current={page === number ? 'page' : undefined}
                onClick={() => setNumber(page)}
              >
                <Page pdf={pdf} number={page} width={72} turn={turn} />
                <span className="num">{page}</span>
              </button>
            ))}
          </nav>
        ) : null}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section ref={pane} className="pdf-pane" tabIndex={0} aria-label="文件内容">
          {paneWidth > 0 ? <Page pdf={pdf} number={number} width={paneWidth} scale={zoom} turn={turn} /> : null}
        </section>
      </div>
    </div>
  );
}
