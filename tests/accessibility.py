"""The handbook in a real browser, run by hand: `python -m tests.accessibility FOLDER`.

Every page is opened at phone width and on a desktop, light and dark, with all that is folded unfolded. axe checks it,
and it may not be wider than its screen. It needs node and two installs: `apt install chromium`, and
`npm install axe-core playwright-core` in the folder from which this is run, or that ACCESSIBILITY_MODULES names.

Exit codes: 0 nothing found · 1 something found · 2 something is missing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

SCREENS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]

SCRIPT = """
const { chromium } = require('playwright-core');
const axe = require('fs').readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const { browser, files, screens } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const report = (...parts) => console.log(parts.join(' '));
(async () => {
  const opened = await chromium.launch({ executablePath: browser, args: ['--headless', '--no-sandbox'] });
  for (const [width, colorScheme] of screens) {
    const context = await opened.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    for (const file of files) {
      await page.goto('file://' + file);
      const spare = await page.evaluate(() => innerWidth - document.documentElement.scrollWidth);
      if (spare < 0) report(width, colorScheme, file, 'is', -spare, 'pixels too wide');
      await page.evaluate(() => document.querySelectorAll('details').forEach(folded => { folded.open = true; }));
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
      for (const { id, help, nodes } of violations) report(width, colorScheme, file, id, help, nodes[0].html);
    }
    await context.close();
  }
  await opened.close();
})();
"""


def main(folder: str) -> int:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    files = sorted(str(path.resolve()) for path in Path(folder).rglob("*.html"))
    if browser is None or shutil.which("node") is None or not files:
        print("This needs node, chromium and a folder with a handbook.", file=sys.stderr)
        return 2
    wanted = json.dumps({"browser": browser, "files": files, "screens": SCREENS})
    run = subprocess.run(["node", "-e", SCRIPT], input=wanted, text=True, stdout=subprocess.PIPE, check=False,
                         cwd=os.environ.get("ACCESSIBILITY_MODULES", "."))
    print(run.stdout, end="")
    if run.returncode:
        return 2
    print(f"{len(files)} pages on {len(SCREENS)} screens: {len(run.stdout.splitlines())} problems")
    return 1 if run.stdout else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__)
        sys.exit(2)
    sys.exit(main(sys.argv[1]))
