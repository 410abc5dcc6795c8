/** `12号`, `1幢`, `0304室`, `不动产权第0000024号`: a number and what it counts; a date. */
const NUMBERED = /(不动产(?:权|证明)第\d+号|\d{4}-\d{2}-\d{2}|[0-9A-Za-z-]+(?:号楼|[号幢栋座单元层室弄支组]+))/;

/** A 坐落 or certificate number that breaks between its parts, never inside one: half a number is read as another. */
export function Whole({ text }: { text: string }) {
  return text.split(NUMBERED).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span key={index} className="whole">
        {part}
      </span>
    ),
  );
}
