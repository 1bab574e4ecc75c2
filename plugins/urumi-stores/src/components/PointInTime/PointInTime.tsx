import { formatFullTime, formatTime } from '../../lib/time';

/** A time of the API as the person writes it; in full for who points at it. */
export function PointInTime(props: { time: string }) {
  const { time } = props;
  return (
    <time dateTime={time} title={formatFullTime(time)}>
      {formatTime(time)}
    </time>
  );
}
