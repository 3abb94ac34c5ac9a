import { SkeletonBar } from '../../pieces/skeleton';
import styles from './panel-skeleton.module.css';

/** A summary that is being read, in its final shape. */
export function PanelSkeleton() {
  return (
    <div className={styles['panel']} role="status" aria-label="The invoice is being read">
      <div className={styles['head']}>
        <SkeletonBar width={120} shape="chip" />
        <SkeletonBar width={220} shape="chip" />
      </div>
      <div className={styles['main']}>
        <SkeletonBar width={100} />
        <SkeletonBar width={180} shape="chip" />
        <SkeletonBar width={420} />
        {[560, 520, 540, 480].map((width) => (
          <SkeletonBar key={width} width={width} />
        ))}
      </div>
    </div>
  );
}
