import { Button, Menu } from '@mantine/core';
import { IconArrowsSort, IconCheck } from '@tabler/icons-react';

type SortMenuProps<Sort extends string> = Readonly<{
  sorts: readonly Readonly<{ sort: Sort; label: string }>[];
  sort: Sort;
  onSort: (sort: Sort) => void;
}>;

/** The order of a list, also where no head of columns is: on a phone. */
export function SortMenu<Sort extends string>({ sorts, sort, onSort }: SortMenuProps<Sort>) {
  const chosen = sorts.find((each) => each.sort === sort);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button
          variant="quiet"
          size="sm"
          aria-label={`Order: ${chosen?.label ?? 'by a column'}`}
          leftSection={<IconArrowsSort size={15} stroke={1.75} aria-hidden />}
        >
          {chosen?.label ?? 'By column'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {sorts.map((each) => (
          <Menu.Item
            key={each.sort}
            role="menuitemradio"
            aria-checked={each.sort === sort}
            rightSection={each.sort === sort && <IconCheck size={14} stroke={1.9} aria-hidden />}
            onClick={() => onSort(each.sort)}
          >
            {each.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
