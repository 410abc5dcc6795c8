import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type InlineConfig, type Plugin } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Browsers in offices are Chromium forks of uneven age, so the output stays at what Chrome 92 reads.
 * The heavy viewers (bpmn-js, pdfjs, form-js, echarts) are split off by dynamic import; their size is known and accepted.
 */
function site(name: 'desk' | 'modeler', base: string): InlineConfig {
  return {
    root: join(here, name),
    base,
    configFile: false,
    plugins: [react()],
    build: {
      outDir: join(here, 'dist', name),
      emptyOutDir: true,
      target: ['chrome92', 'edge92', 'safari15'],
      chunkSizeWarningLimit: 3500,
      reportCompressedSize: false,
    },
  };
}

/** pdf.js reads character maps, standard fonts and image decoders at run time: they go beside the desk as they are. */
function pdfjsSideFiles(): Plugin {
  return {
    name: 'yitong:pdfjs',
    apply: 'build',
    generateBundle() {
      for (const folder of ['cmaps', 'standard_fonts', 'wasm']) {
        const from = join(here, 'node_modules', 'pdfjs-dist', folder);
        for (const name of readdirSync(from)) {
          this.emitFile({ type: 'asset', fileName: `pdfjs/${folder}/${name}`, source: readFileSync(join(from, name)) });
        }
      }
    },
  };
}

/** One `vite build` builds both sites: the modeler lives under another base, which one Vite build cannot mix. */
function alsoBuildModeler(): Plugin {
  return {
    name: 'yitong:modeler',
    apply: 'build',
    async closeBundle() {
      if (!existsSync(join(here, 'modeler', 'index.html'))) return;
      await build({ ...site('modeler', '/modeler/'), logLevel: this.environment?.config.logLevel ?? 'info' });
    },
  };
}

export default defineConfig(() => {
  const desk = site('desk', '/');
  return {
    ...desk,
    plugins: [react(), pdfjsSideFiles(), alsoBuildModeler()],
    server: { proxy: { '/api': process.env.YITONG_PUBLIC_URL ?? 'http://127.0.0.1:3000' } },
  };
});
