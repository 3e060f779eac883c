import type { ReactNode } from 'react'
import type { List } from '../api/list.ts'
import { useLiveState } from '../api/live.ts'
import { Button } from '../components/button.tsx'
import { Empty } from '../components/empty.tsx'
import { Loading } from '../components/skeleton.tsx'
import { CustomStatus } from '../components/status.tsx'
import { Table, type TableProps } from '../components/table.tsx'
import { en } from '../strings/en.ts'
import { Failure } from './failure.tsx'

const words = en.shell.list

export interface ListTableProps<Row> extends Omit<TableProps<Row>, 'rows' | 'empty' | 'busy'> {
  list: List<Row>
  /** Rows of the skeleton until the first are known. */
  skeletonRows: number
  /** Dims the old rows while those of another filter are on their way. */
  isFiltered?: boolean
  /** Stands there when there are no rows; not where they could not be read. */
  empty: ReactNode
}

/** A list of the management API as a table: why it could not be read, its rows, and the way to the next page. */
export function ListTable<Row>({ list, skeletonRows, isFiltered = false, empty, ...table }: ListTableProps<Row>) {
  return (
    <>
      {list.error !== null && <Failure error={list.error} onRetry={list.refresh} />}
      {list.isLoading ? (
        <div className="px-4">
          <Loading rows={skeletonRows} />
        </div>
      ) : (
        <Table<Row>
          {...table}
          rows={list.rows}
          busy={list.isRefreshing && isFiltered}
          empty={list.error === null && empty}
        />
      )}
      {list.hasMore && (
        <div className="flex justify-center p-3">
          <Button busy={list.isLoadingMore} onClick={list.loadMore}>
            {words.more}
          </Button>
        </div>
      )}
    </>
  )
}

/** "12 new": what came while the reader was further down, shown when it is asked for. */
export function Arrivals({ count, onShow }: { count: number; onShow: () => void }) {
  return count > 0 && <Button onClick={onShow}>{words.arrivals(count)}</Button>
}

/** Says that a list follows what happens, while it does. */
export function LiveMark() {
  return (
    useLiveState() === 'live' && (
      <CustomStatus shape="full" tone="ok">
        {words.live}
      </CustomStatus>
    )
  )
}

/** Stands in a list whose filters leave nothing, with the way back. */
export function NoMatch(props: { what: string; why: string; clear: string; onClear: () => void }) {
  return <Empty what={props.what} why={props.why} action={<Button onClick={props.onClear}>{props.clear}</Button>} />
}
