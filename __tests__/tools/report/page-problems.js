/** What a reader of the page cannot see or reach; read as text and run in the page. */
(() => {
  const LEAST_CONTRAST = 4.5;
  const problems = [];
  const root = document.documentElement;
  const isPrint = matchMedia("print").matches;
  const named = (element) => {
    const text = (element.textContent ?? "").trim().slice(0, 60);
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> "${text}"`;
  };

  if (root.scrollWidth > innerWidth)
    problems.push(`the page is ${root.scrollWidth} wide, the window ${innerWidth}`);

  const colour = (css) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, css.startsWith("rgb") ? alpha : 0];
  };
  const luminance = (rgb) => {
    const [red = 0, green = 0, blue = 0] = rgb.slice(0, 3).map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  /** The first opaque colour behind the element; in a box of the picture that is the box's. */
  const behind = (element) => {
    const rect = element.closest("g.node")?.querySelector("rect");
    if (rect) return colour(getComputedStyle(rect).fill);
    for (let each = element; each; each = each.parentElement) {
      const found = colour(getComputedStyle(each).backgroundColor);
      if (found[3] === 1) return found;
      if (found[3] > 0) problems.push(`half transparent behind ${named(element)}`);
    }
    return [255, 255, 255, 1];
  };
  /** The nearest element that cuts what is wider than itself and cannot be scrolled by the keyboard. */
  const cutter = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const { overflowX } = getComputedStyle(each);
      const scrolls = overflowX === "auto" || overflowX === "scroll";
      if (scrolls && each.getAttribute("tabindex") === "0" && !isPrint) return undefined;
      if (each.tagName === "svg" || overflowX !== "visible") return each;
    }
    return root;
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!element || (walker.currentNode.nodeValue ?? "").trim() === "" || element.tagName === "title")
      continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (
      element.closest("thead") &&
      getComputedStyle(element.closest("thead") ?? element).position === "absolute"
    )
      continue;
    if (
      box.width === 0 ||
      box.height === 0 ||
      !element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })
    ) {
      const closed = element.closest("details:not([open])");
      if (isPrint || !closed) problems.push(`is not seen: ${named(element)}`);
      continue;
    }
    seen += 1;
    const style = getComputedStyle(element);
    const [front, back] = [
      luminance(colour(element.closest("svg") ? style.fill : style.color)),
      luminance(behind(element)),
    ];
    const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (contrast < LEAST_CONTRAST) problems.push(`contrast ${contrast.toFixed(2)}: ${named(element)}`);
    const cut = cutter(element);
    const room = cut?.getBoundingClientRect();
    const right = cut === root || !room ? innerWidth : room.right;
    if (cut && (box.right > right + 1 || box.left < (room?.left ?? 0) - 1))
      problems.push(`is cut: ${named(element)}`);
  }
  if (seen === 0) problems.push("nothing is seen");

  for (const element of document.querySelectorAll("pre, .wide")) {
    const isReached = element.getAttribute("tabindex") === "0";
    if (element.scrollWidth > element.clientWidth + 1 && (isPrint || !isReached)) {
      problems.push(
        `is ${element.scrollWidth} wide in ${element.clientWidth} and no key scrolls it: ${named(element)}`,
      );
    }
  }
  return [...new Set(problems)];
})();
