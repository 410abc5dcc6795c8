import type { Page } from 'playwright-core';

/** WCAG 2.2, 2.5.8: the least a target may measure; a main action on a phone gets the 44 px of 2.5.5. */
const LEAST = 24;
const MAIN = 44;

/**
 * Links, buttons and folds that are too small to be hit, one line each. Links within a sentence are excepted, as in the
 * standard, and so is what a library draws inside a larger target of its own.
 */
export async function smallTargets(page: Page, phone: boolean): Promise<string[]> {
  const measured = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a, button, summary')]
      .filter((element) => !element.closest('.bjs-container, .bio-properties-panel, .ant-select, .ant-picker'))
      .filter((element) => element.checkVisibility() && getComputedStyle(element).display !== 'inline')
      .map((element) => {
        const { width, height } = element.getBoundingClientRect();
        const reach = getComputedStyle(element, '::after');
        const beyond = element.matches('.ant-switch') ? -Number.parseFloat(reach.top) * 2 || 0 : 0;
        return {
          text: `<${element.tagName.toLowerCase()}> ${element.textContent?.trim() || element.getAttribute('aria-label')}`,
          main: element.matches('.ant-btn-primary:not(.ant-btn-sm)'),
          width: Math.round(width),
          height: Math.round(height + beyond),
        };
      }),
  );
  return measured
    .filter(({ main, width, height }) => width > 1 && (width < LEAST || height < (phone && main ? MAIN : LEAST)))
    .map(({ text, width, height }) => `${text}: ${width} × ${height} px`);
}
