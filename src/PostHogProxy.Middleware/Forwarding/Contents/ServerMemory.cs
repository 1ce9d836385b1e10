using System.IO.Pipelines;

namespace PostHogProxy.Forwarding.Contents;

/// <summary>The server's own memory, in which a visitor's body arrives.</summary>
internal static class ServerMemory
{
    extension(PipeReader reader)
    {
        /// <summary>
        /// Lets go of what was read. The server throws here where the visitor has gone in the meantime. That is no reason to give up what was read:
        /// the next reading says the same, if there is one.
        /// </summary>
        public void LetGo(SequencePosition upTo)
        {
            try
            {
                reader.AdvanceTo(upTo);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // Said by whoever reads on.
            }
        }
    }
}
