import { Select } from '@backstage/ui';

/** One of several things to filter by, of which any number may be chosen. */
export function FilterSelect(props: {
  className?: string;
  label: string;
  /** What stands there while nothing is chosen. */
  any: string;
  /** With it, the options can be searched. */
  searchPlaceholder?: string;
  options: { id: string; label: string }[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}) {
  const { className, label, any, searchPlaceholder, options, chosen } = props;
  return (
    <Select
      className={className}
      selectionMode="multiple"
      label={label}
      placeholder={any}
      search={
        searchPlaceholder === undefined
          ? undefined
          : { placeholder: searchPlaceholder }
      }
      options={options}
      value={[...chosen]}
      onChange={keys => props.onChange(keys.map(String))}
    />
  );
}
