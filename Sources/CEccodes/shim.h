#include <eccodes.h>

// Exported by the library, absent from its public header. Without it a failed assertion inside
// ecCodes aborts the process.
void codes_set_codes_assertion_failed_proc(void (*procedure)(const char *message));
